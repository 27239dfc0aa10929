using System.Collections.Immutable;
using Gantry.Catalog;

namespace Gantry.Accounts.External;

/// <summary>What signing in with other services takes from the rest of the gateway.</summary>
/// <param name="Providers">Who vouches for people, as the settings of the moment say.</param>
/// <param name="Registration">Who may make an account for himself.</param>
/// <param name="Network">The guarded way out, shared and long-lived: with true also to private addresses (reliability S-18).</param>
internal sealed record ExternalWay(Func<ImmutableArray<SignInProvider>> Providers, Func<RegistrationTerms> Registration, Func<bool, HttpMessageHandler> Network)
{
    /// <summary>Null where the settings have none of that name.</summary>
    public SignInProvider? Find(string name) => Providers().FirstOrDefault(p => p.Name == name);
}
