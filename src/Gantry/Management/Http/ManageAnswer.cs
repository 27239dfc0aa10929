namespace Gantry.Management.Http;

/// <summary>What an endpoint answers.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Value">Written as JSON; null for no body.</param>
/// <param name="Tag">The version, for the <c>ETag</c> header.</param>
/// <param name="Location">Where what was made is found, below the root.</param>
internal sealed record ManageAnswer(int Status, object? Value = null, string? Tag = null, string? Location = null);
