namespace Gantry.Catalog;

/// <summary>The span of time that a spend cap counts over; days, weeks (from Monday) and months begin at 00:00 UTC.</summary>
internal enum SpendWindow
{
    Total,
    Day,
    Week,
    Month,
}
