; defines t.m::function f
; sites
define %bolt.string @"t.m::function f"(double %p0) {
entry:
  %shown = alloca %bolt.string, align 8
  %p0.0 = alloca double, align 8
  store double %p0, double* %p0.0, align 8
  call void @bolt_show_f64(%bolt.string* %shown, double %p0)
  %0 = load %bolt.string, %bolt.string* %shown, align 8
  ret %bolt.string %0
}

declare void @bolt_show_f64(%bolt.string*, double)
