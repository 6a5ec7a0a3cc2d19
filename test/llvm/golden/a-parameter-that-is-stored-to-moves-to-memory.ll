; defines t.m::function f
; sites
define i32 @"t.m::function f"(i32 %p0, i1 %p1) {
entry:
  %p1.1 = alloca i1, align 1
  %p0.0 = alloca i32, align 4
  store i32 %p0, i32* %p0.0, align 4
  store i1 %p1, i1* %p1.1, align 1
  br i1 %p1, label %b1, label %b2

b1:
  store i32 1, i32* %p0.0, align 4
  br label %b2

b2:
  %0 = load i32, i32* %p0.0, align 4
  ret i32 %0
}


