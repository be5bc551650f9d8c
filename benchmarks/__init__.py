"""What is measured, against which peers. Reports ratios of one run, and gates nothing."""
