"""What templates of any app say about the work: `work`. So a case's page shows its way without a second request."""
