; defines t.m::function f
; sites
define i32 @"t.m::function f"(i32 %p0, i32 %p1) {
entry:
  %0 = add i32 %p0, %p1
  ret i32 %0
}


