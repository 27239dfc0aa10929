namespace Gantry.Billing;

/// <summary>What sums of usage are made for.</summary>
public enum UsageGrouping
{
    /// <summary>Days of UTC.</summary>
    Day,

    /// <summary>Hours of UTC.</summary>
    Hour,

    Model,

    Key,

    /// <summary>For those who see all accounts.</summary>
    Account,
}
