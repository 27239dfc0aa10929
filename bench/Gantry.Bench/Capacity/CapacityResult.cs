namespace Gantry.Bench.Capacity;

/// <summary>What came of a simulation.</summary>
/// <param name="Settled">Settlements a second.</param>
/// <param name="Busy">Of the writers' time, how much was used.</param>
/// <param name="LagHigh">From the end of a request to its commit: 99 of 100 within so many ms.</param>
/// <param name="HoldHigh">What a request waited for its hold: 99 of 100 within so many ms.</param>
/// <param name="Backlog">Records that wait at the end.</param>
/// <param name="Arrived">Requests.</param>
/// <param name="Refused">Of them, for want of money.</param>
/// <param name="RefusedWrongly">Of those, while their wallet had enough, in the database or set aside by others and not held.</param>
/// <param name="Refills">Times that money was set aside, a second.</param>
/// <param name="Recalls">Times that a server has asked the others for money, a second.</param>
/// <param name="Left">What is left in wallets that nobody could spend when the first request was refused, as a share of what they had.</param>
sealed record CapacityResult(
    double Settled, double Busy, double LagHigh, double HoldHigh, int Backlog, int Arrived, int Refused, int RefusedWrongly, double Refills, double Recalls, double Left);
