namespace Gantry.Protocols.Betas;

/// <summary>Something in a Messages body that a vendor refuses where the beta flag that owns it is not known.</summary>
/// <param name="Kind">Where it stands.</param>
/// <param name="Name">By which it is found there.</param>
public readonly record struct BetaElement(BetaElementKind Kind, string Name)
{
    /// <summary>Whether a tool, a call or an edit of this name is meant; the others are meant by their whole name.</summary>
    public bool Matches(BetaElementKind kind, string name) => Kind == kind
        && (kind is BetaElementKind.Tool or BetaElementKind.ServerCall or BetaElementKind.ContextEdit
            ? name.StartsWith(Name, StringComparison.Ordinal)
            : string.Equals(name, Name, StringComparison.Ordinal));
}
