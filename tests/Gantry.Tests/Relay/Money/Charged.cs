namespace Gantry.Tests.Relay.Money;

/// <summary>What a usage record says of money.</summary>
internal sealed class Charged
{
    public string RequestId { get; set; } = "";

    public string? Model { get; set; }

    public long Status { get; set; }

    public string Outcome { get; set; } = "";

    public string? ErrorCode { get; set; }

    public long UncachedInput { get; set; }

    public long Output { get; set; }

    public long Attempts { get; set; }

    public long HoldNanos { get; set; }

    public long CostNanos { get; set; }

    public long ChargedNanos { get; set; }

    public long OverrunNanos { get; set; }

    public string? ChargeReason { get; set; }

    public string UsageSource { get; set; } = "";
}
