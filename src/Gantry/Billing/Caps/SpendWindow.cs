namespace Gantry.Billing.Caps;

/// <summary>The span of time that a spend cap counts over; days, weeks (from Monday) and months begin at 00:00 in the zone of their owner.</summary>
public enum SpendWindow
{
    Total,
    Day,
    Week,
    Month,
}
