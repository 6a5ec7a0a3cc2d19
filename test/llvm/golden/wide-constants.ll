; defines t.m::function f
; sites
define void @"t.m::function f"() {
entry:
  call void @"t.m::function k"(i64 -9223372036854775808, i128 -1, float 0x3FB99999A0000000)
  ret void
}

declare void @"t.m::function k"(i64, i128, float)
