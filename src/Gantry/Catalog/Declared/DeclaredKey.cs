namespace Gantry.Catalog.Declared;

/// <summary>A client key as a file declares it.</summary>
/// <param name="Row">Its id, the ids of its account and of its member, hash and display are not known yet.</param>
/// <param name="Secret">Null: one is generated when the key is first made.</param>
internal sealed record DeclaredKey(ApiKeyRow Row, string? Secret)
{
    /// <summary>Never shows the secret: records print their members by default.</summary>
    public override string ToString() => Row.Key.ToString();
}
