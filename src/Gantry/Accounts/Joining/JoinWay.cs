using Gantry.Catalog;

namespace Gantry.Accounts.Joining;

/// <summary>What joining takes from the rest of the gateway.</summary>
/// <param name="Registration">Who may come to an account, as the settings of the moment say.</param>
internal sealed record JoinWay(Func<RegistrationTerms> Registration);
