; defines t.m::function f
; sites 2
@"t.m::function f$text0" = private unnamed_addr constant [4 x i8] c"n\C3\A9\00", align 1
@"t.m::function f$text1" = private unnamed_addr constant [2 x i8] c"c\00", align 1
define i8* @"t.m::function f"(i8* %p0) {
entry:
  %p0.0 = alloca i8*, align 8
  store i8* %p0, i8** %p0.0, align 8
  %0 = call i8* @bolt_new(i8* @"t.m::class Cell")
  %1 = icmp eq i8* %p0, null
  br i1 %1, label %panic, label %ok

ok:
  %2 = getelementptr inbounds i8, i8* %p0, i64 16
  %3 = bitcast i8* %2 to i32*
  %4 = load i32, i32* %3, align 4
  %5 = getelementptr inbounds i8, i8* %0, i64 16
  %6 = bitcast i8* %5 to i32*
  store i32 %4, i32* %6, align 4
  %7 = getelementptr inbounds i8, i8* %p0, i64 20
  %8 = load i8, i8* %7, align 1
  %9 = trunc i8 %8 to i1
  %10 = getelementptr inbounds i8, i8* %0, i64 20
  %11 = zext i1 %9 to i8
  store i8 %11, i8* %10, align 1
  %12 = getelementptr inbounds i8, i8* %0, i64 24
  %13 = bitcast i8* %12 to i8**
  store i8* null, i8** %13, align 8
  %14 = getelementptr inbounds i8, i8* %0, i64 32
  %15 = bitcast i8* %14 to %bolt.string*
  store %bolt.string { i64 3, i64 2, i8* getelementptr inbounds ([4 x i8], [4 x i8]* @"t.m::function f$text0", i32 0, i32 0) }, %bolt.string* %15, align 8
  ret i8* %0

panic:
  call void @bolt_panic_field_access(%bolt.site* getelementptr inbounds ([1 x %bolt.site], [1 x %bolt.site]* @"t.m::function f$sites", i64 0, i64 0), i8* getelementptr inbounds ([2 x i8], [2 x i8]* @"t.m::function f$text1", i32 0, i32 0))
  unreachable
}

@"t.m::class Cell" = external constant i8
@"t.m::function f$sites" = external constant [1 x %bolt.site]
declare i8* @bolt_new(i8*)
declare void @bolt_panic_field_access(%bolt.site*, i8*)
