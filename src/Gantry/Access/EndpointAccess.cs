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

    /// <summary>An admin token with <c>settings:read</c>, or the session of an administrator. To everybody else it is not there.</summary>
    Administrator,

    /// <summary>Nothing: what is told is nobody's secret.</summary>
    Nothing,
}
