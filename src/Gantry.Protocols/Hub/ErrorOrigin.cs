namespace Gantry.Protocols.Hub;

/// <summary>Where an error comes from: who has to act.</summary>
public enum ErrorOrigin
{
    /// <summary>The client's request has to change.</summary>
    Client,

    /// <summary>The gateway or its configuration is at fault.</summary>
    Gateway,

    /// <summary>The provider behind the gateway is at fault.</summary>
    Upstream,
}
