; defines t.m::function f
; sites
define i32 @"t.m::function f"(i32 %p0, i1 %p1, double %p2) {
entry:
  %0 = sub i32 0, %p0
  %1 = xor i1 %p1, true
  %2 = fneg double %p2
  %3 = xor i32 %0, -1
  ret i32 %3
}


