; defines t.m::function f
; sites 4
define i32 @"t.m::function f"(i32 %p0, i32 %p1) {
entry:
  %p1.1 = alloca i32, align 4
  %p0.0 = alloca i32, align 4
  store i32 %p0, i32* %p0.0, align 4
  store i32 %p1, i32* %p1.1, align 4
  %0 = icmp eq i32 %p1, 0
  br i1 %0, label %panic, label %ok

ok:
  %1 = icmp eq i32 %p1, -1
  %2 = select i1 %1, i32 1, i32 %p1
  %3 = sdiv i32 %p0, %2
  %4 = sub i32 0, %p0
  %5 = select i1 %1, i32 %4, i32 %3
  %6 = icmp eq i32 %p1, -1
  %7 = select i1 %6, i32 1, i32 %p1
  %8 = srem i32 %5, %7
  ret i32 %8

panic:
  call void @bolt_panic_divide(%bolt.site* getelementptr inbounds ([1 x %bolt.site], [1 x %bolt.site]* @"t.m::function f$sites", i64 0, i64 0))
  unreachable
}

@"t.m::function f$sites" = external constant [1 x %bolt.site]
declare void @bolt_panic_divide(%bolt.site*)
