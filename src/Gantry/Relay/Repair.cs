namespace Gantry.Relay;

/// <summary>What makes the same request acceptable to the same upstream.</summary>
internal enum Repair
{
    None,

    /// <summary>Something that was asked for beside the answer is left out from now on.</summary>
    WithoutIncludes,

    /// <summary>Sealed reasoning of another issuer is left out.</summary>
    WithoutSeals,

    /// <summary>Nothing: the model stumbled, and may not another time.</summary>
    Same,
}
