namespace Gantry.Alerts;

/// <summary>What an alert is about.</summary>
public enum AlertKind
{
    /// <summary>A wallet has little left.</summary>
    LowBalance,

    /// <summary>80 % of a spend cap are charged.</summary>
    CapNear,

    /// <summary>A spend cap is used up.</summary>
    CapReached,

    /// <summary>No target of an upstream has worked for a minute.</summary>
    UpstreamOut,

    /// <summary>A credential has been refused for a minute.</summary>
    CredentialOut,

    /// <summary>A key spends far more in this hour than it usually does.</summary>
    SpendVelocity,

    /// <summary>The usage log is behind: requests are refused until it has caught up.</summary>
    UsageBehind,

    /// <summary>A price takes effect within a day.</summary>
    PriceChange,

    /// <summary>Nothing: somebody tries whether alerts arrive.</summary>
    Test,
}
