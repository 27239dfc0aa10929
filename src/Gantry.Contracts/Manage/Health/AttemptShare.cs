namespace Gantry.Contracts.Manage.Health;

/// <summary>How attempts have done.</summary>
/// <param name="Attempts">How many that tell anything.</param>
/// <param name="SuccessShare">From 0 to 1; null where there was none.</param>
public sealed record AttemptShare(int Attempts, double? SuccessShare);
