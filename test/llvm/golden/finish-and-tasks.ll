; defines t.m::function f, t.m::function f$task1, t.m::function f$task2
; sites 5 6
define void @"t.m::function f"(i8* %p0) {
entry:
  %captures1 = alloca { i8*, i8, i32 }, align 8
  %finish0 = alloca %bolt.finish, align 16
  %p0.0 = alloca i8*, align 8
  store i8* %p0, i8** %p0.0, align 8
  call void @bolt_finish_begin(%bolt.finish* %finish0)
  %0 = getelementptr inbounds { i8*, i8, i32 }, { i8*, i8, i32 }* %captures1, i32 0, i32 0
  store i8* %p0, i8** %0, align 8
  %1 = getelementptr inbounds { i8*, i8, i32 }, { i8*, i8, i32 }* %captures1, i32 0, i32 1
  store i8 1, i8* %1, align 1
  %2 = getelementptr inbounds { i8*, i8, i32 }, { i8*, i8, i32 }* %captures1, i32 0, i32 2
  store i32 7, i32* %2, align 4
  %3 = bitcast { i8*, i8, i32 }* %captures1 to i8*
  call void @bolt_finish_spawn(%bolt.finish* %finish0, void (i8*)* @"t.m::function f$task1", i8* %3, i64 16, %bolt.site* getelementptr inbounds ([2 x %bolt.site], [2 x %bolt.site]* @"t.m::function f$sites", i64 0, i64 0))
  call void @bolt_finish_spawn(%bolt.finish* %finish0, void (i8*)* @"t.m::function f$task2", i8* null, i64 0, %bolt.site* getelementptr inbounds ([2 x %bolt.site], [2 x %bolt.site]* @"t.m::function f$sites", i64 0, i64 1))
  call void @bolt_finish_end(%bolt.finish* %finish0)
  ret void
}
define void @"t.m::function f$task1"(i8* %0) {
entry:
  %p2.2 = alloca i32, align 4
  %p1.1 = alloca i1, align 1
  %p0.0 = alloca i8*, align 8
  %1 = bitcast i8* %0 to { i8*, i8, i32 }*
  %2 = getelementptr inbounds { i8*, i8, i32 }, { i8*, i8, i32 }* %1, i32 0, i32 0
  %3 = load i8*, i8** %2, align 8
  %4 = getelementptr inbounds { i8*, i8, i32 }, { i8*, i8, i32 }* %1, i32 0, i32 1
  %5 = load i8, i8* %4, align 1
  %6 = trunc i8 %5 to i1
  %7 = getelementptr inbounds { i8*, i8, i32 }, { i8*, i8, i32 }* %1, i32 0, i32 2
  %8 = load i32, i32* %7, align 4
  store i8* %3, i8** %p0.0, align 8
  store i1 %6, i1* %p1.1, align 1
  store i32 %8, i32* %p2.2, align 4
  ret void
}
define void @"t.m::function f$task2"(i8* %0) {
entry:
  ret void
}

@"t.m::function f$sites" = external constant [2 x %bolt.site]
declare void @bolt_finish_begin(%bolt.finish*)
declare void @bolt_finish_end(%bolt.finish*)
declare void @bolt_finish_spawn(%bolt.finish*, void (i8*)*, i8*, i64, %bolt.site*)
