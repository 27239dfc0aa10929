namespace Gantry.Catalog.Declared;

/// <summary>A setting that is a secret, in clear, as a file gives it.</summary>
internal sealed record DeclaredSecret(string Name, string Secret)
{
    /// <summary>Never shows the secret: records print their members by default.</summary>
    public override string ToString() => $"secret {Name}";
}
