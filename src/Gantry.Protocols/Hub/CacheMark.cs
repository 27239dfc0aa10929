namespace Gantry.Protocols.Hub;

/// <summary>A wish that the prompt up to here be kept in the provider's cache.</summary>
public enum CacheMark
{
    None,

    /// <summary>For the provider's usual time, five minutes where it has a choice.</summary>
    Short,

    /// <summary>For an hour.</summary>
    Hour,
}
