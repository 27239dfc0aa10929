namespace Gantry.Protocols.Media;

/// <summary>How a request names a medium.</summary>
public enum MediaSource
{
    /// <summary>Its bytes stand in the request.</summary>
    Inline,

    /// <summary>The upstream fetches it from an address.</summary>
    Url,
}
