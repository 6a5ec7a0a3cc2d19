; defines t.m::function f
; sites
define i32 @"t.m::function f"(i32 %p0, i1 %p1, double %p2) {
entry:
  %p2.2 = alloca double, align 8
  %p1.1 = alloca i1, align 1
  %p0.0 = alloca i32, align 4
  store i32 %p0, i32* %p0.0, align 4
  store i1 %p1, i1* %p1.1, align 1
  store double %p2, double* %p2.2, align 8
  %0 = sub i32 0, %p0
  %1 = xor i1 %p1, true
  %2 = fneg double %p2
  %3 = xor i32 %0, -1
  ret i32 %3
}


