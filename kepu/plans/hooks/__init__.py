"""What plans tells the apps below, which ask without knowing it; `kepu.plans.apps` registers each."""
