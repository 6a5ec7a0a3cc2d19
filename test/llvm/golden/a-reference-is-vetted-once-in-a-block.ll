; defines t.m::function f
; sites 2 9
@"t.m::function f$text0" = private unnamed_addr constant [2 x i8] c"c\00", align 1
define void @"t.m::function f"(i8* %p0) {
entry:
  %p0.0 = alloca i8*, align 8
  store i8* %p0, i8** %p0.0, align 8
  %0 = icmp eq i8* %p0, null
  br i1 %0, label %panic, label %ok

ok:
  ret void

panic:
  call void @bolt_panic_receiver(%bolt.site* getelementptr inbounds ([2 x %bolt.site], [2 x %bolt.site]* @"t.m::function f$sites", i64 0, i64 0), i8* getelementptr inbounds ([2 x i8], [2 x i8]* @"t.m::function f$text0", i32 0, i32 0))
  unreachable
}

@"t.m::function f$sites" = external constant [2 x %bolt.site]
declare void @bolt_panic_receiver(%bolt.site*, i8*)
