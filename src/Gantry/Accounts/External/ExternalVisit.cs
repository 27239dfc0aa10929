namespace Gantry.Accounts.External;

/// <summary>What is remembered of a browser while its person is at a provider.</summary>
/// <param name="Provider">Its name: an answer of another one does not count.</param>
/// <param name="State">Comes back in the address.</param>
/// <param name="Nonce">Comes back in the token.</param>
/// <param name="Verifier">Proves to the provider that whoever brings the code has begun the visit (RFC 7636).</param>
/// <param name="RedirectUri">Where the provider sends the browser.</param>
/// <param name="Return">Where the person wanted to go; judged by the console.</param>
/// <param name="Account">The account to be linked; null to sign in.</param>
/// <param name="Session">The session that asked for the link.</param>
/// <param name="Until">The end of its time.</param>
internal sealed record ExternalVisit(
    string Provider, string State, string Nonce, string Verifier, string RedirectUri, string? Return, Guid? Account, Guid? Session, DateTimeOffset Until);
