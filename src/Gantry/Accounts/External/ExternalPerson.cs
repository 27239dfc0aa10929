namespace Gantry.Accounts.External;

/// <summary>For whom a provider vouches.</summary>
/// <param name="Issuer">Who says so: the issuer of OpenID Connect, else the address that was asked.</param>
/// <param name="Subject">Its name for the person, which it gives to nobody else.</param>
/// <param name="Email">In lower case; null where it names none that it has verified. Nobody is found by it.</param>
internal sealed record ExternalPerson(string Issuer, string Subject, string? Email);
