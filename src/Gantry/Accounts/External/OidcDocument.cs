namespace Gantry.Accounts.External;

/// <summary>What an issuer says of itself (OpenID Connect Discovery 1.0, §3). Its addresses are judged.</summary>
/// <param name="Issuer">As its tokens have to name it.</param>
/// <param name="Authorization">Where browsers are sent.</param>
/// <param name="Token">Where codes are redeemed.</param>
/// <param name="Userinfo">Tells the e-mail address where the token does not; null where there is none.</param>
/// <param name="Keys">What tokens are signed with.</param>
/// <param name="SecretInForm">It takes the client's secret in the form alone.</param>
/// <param name="NamesItself">Its answers name their issuer (RFC 9207).</param>
internal sealed record OidcDocument(string Issuer, Uri Authorization, Uri Token, Uri? Userinfo, Uri Keys, bool SecretInForm, bool NamesItself);
