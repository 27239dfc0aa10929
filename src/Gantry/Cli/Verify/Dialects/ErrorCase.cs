namespace Gantry.Cli.Verify.Dialects;

/// <summary>A mistake that verification makes on purpose.</summary>
internal enum ErrorCase
{
    /// <summary>A key that the gateway has never issued.</summary>
    BadKey,

    /// <summary>A model that does not exist.</summary>
    UnknownModel,

    /// <summary>A body that is not JSON.</summary>
    Malformed,

    /// <summary>More than a limit allows; nobody provokes it, it may happen.</summary>
    Limited,
}
