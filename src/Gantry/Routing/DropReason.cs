namespace Gantry.Routing;

/// <summary>Why a group or one of its candidates is not among those that a request is sent to.</summary>
internal enum DropReason
{
    /// <summary>The group does not offer the model.</summary>
    ModelMissing,

    /// <summary>The key is limited to other models, or another upstream was asked for.</summary>
    NotAllowed,

    /// <summary>The group serves nobody any more.</summary>
    GroupClosed,

    /// <summary>The group does not serve the operation.</summary>
    Endpoint,

    /// <summary>The group does not serve the client's protocol, or the upstream does not speak it and the operation is not translated.</summary>
    Protocol,

    /// <summary>What has no price cannot be billed.</summary>
    NoPrice,

    /// <summary>Dearer than the key allows <c>auto</c> to be.</summary>
    PriceAboveCeiling,

    /// <summary>It failed or asked to be left alone, and is not asked before a time that is known.</summary>
    Cooling,

    /// <summary>The upstream refuses the credential, or it has no money.</summary>
    CredentialOut,

    /// <summary>An earlier group of the key has the model, and the key does not fall back to others.</summary>
    NoFallback,
}
