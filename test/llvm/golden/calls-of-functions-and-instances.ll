; defines t.m::function f
; sites
@"t.m::function f$text0" = private unnamed_addr constant [2 x i8] c"x\00", align 1
define void @"t.m::function f"() {
entry:
  call void @"t.m::function g(string)"(%bolt.string { i64 1, i64 1, i8* getelementptr inbounds ([2 x i8], [2 x i8]* @"t.m::function f$text0", i32 0, i32 0) })
  %0 = call i32 @"t.m::function h(T)<i32>"(i32 1)
  ret void
}

declare i32 @"t.m::function h(T)<i32>"(i32)
declare void @"t.m::function g(string)"(%bolt.string)
