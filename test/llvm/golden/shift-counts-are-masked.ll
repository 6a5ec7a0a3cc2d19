; defines t.m::function f
; sites
define i64 @"t.m::function f"(i64 %p0, i64 %p1) {
entry:
  %p1.1 = alloca i64, align 8
  %p0.0 = alloca i64, align 8
  store i64 %p0, i64* %p0.0, align 8
  store i64 %p1, i64* %p1.1, align 8
  %0 = lshr i64 %p0, 6
  %1 = and i64 %p1, 63
  %2 = ashr i64 %0, %1
  ret i64 %2
}


