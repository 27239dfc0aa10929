namespace Gantry.Access;

/// <summary>What somebody must show to be served.</summary>
internal enum EndpointAccess
{
    /// <summary>An API key.</summary>
    Key,

    /// <summary>An API key, unless a setting opens it to all.</summary>
    KeyOrSetting,

    /// <summary>A signature over the body.</summary>
    Signature,

    /// <summary>Nothing: what is told is nobody's secret.</summary>
    Nothing,
}
