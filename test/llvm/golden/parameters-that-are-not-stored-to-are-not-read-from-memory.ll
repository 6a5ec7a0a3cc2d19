; defines t.m::function f
; sites
define i32 @"t.m::function f"(i32 %p0, i32 %p1) {
entry:
  %p1.1 = alloca i32, align 4
  %p0.0 = alloca i32, align 4
  store i32 %p0, i32* %p0.0, align 4
  store i32 %p1, i32* %p1.1, align 4
  %0 = add i32 %p0, %p1
  ret i32 %0
}


