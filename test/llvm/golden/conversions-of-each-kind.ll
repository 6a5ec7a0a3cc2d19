; defines t.m::function f
; sites
define void @"t.m::function f"(i64 %p0, double %p1, i1 %p2, i32 %p3, i8* %p4) {
entry:
  %p4.4 = alloca i8*, align 8
  %p3.3 = alloca i32, align 4
  %p2.2 = alloca i1, align 1
  %p1.1 = alloca double, align 8
  %p0.0 = alloca i64, align 8
  store i64 %p0, i64* %p0.0, align 8
  store double %p1, double* %p1.1, align 8
  store i1 %p2, i1* %p2.2, align 1
  store i32 %p3, i32* %p3.3, align 4
  store i8* %p4, i8** %p4.4, align 8
  %0 = trunc i64 %p0 to i8
  %1 = sext i64 %p0 to i128
  %2 = sitofp i64 %p0 to float
  %3 = fptrunc double %p1 to float
  %4 = call i8 @llvm.fptoui.sat.i8.f64(double %p1)
  %5 = call i64 @llvm.fptosi.sat.i64.f64(double %p1)
  %6 = zext i1 %p2 to i32
  %7 = zext i32 %p3 to i64
  ret void
}

declare i64 @llvm.fptosi.sat.i64.f64(double)
declare i8 @llvm.fptoui.sat.i8.f64(double)
