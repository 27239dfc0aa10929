using Gantry.Catalog;
using Gantry.Contracts.Manage.Tokens;
using Gantry.Management.Http;

namespace Gantry.Management.Tokens;

/// <summary>Admin tokens. No token makes, shows or revokes tokens: a stolen one must not outlive itself.</summary>
internal sealed class TokenResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("tokens", "listTokens", null, "List your admin tokens; owners see those of all.");
    public static readonly ManageRoute Create = ManageRoute.Post("tokens", "createToken", null, "token.create", "Make an admin token; its secret is shown once.") with { StepUp = true };
    public static readonly ManageRoute Revoke = ManageRoute.Delete("tokens/{id}", "revokeToken", null, "token.revoke", "Revoke an admin token, for good.") with { StepUp = true };

    /// <summary>What may be asked of all tokens, not only of one's own.</summary>
    public static bool SeesAll(AccountRole role) => role == AccountRole.Owner;

    public string Name => "tokens";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(List, call => call.Service<ITokenAdmin>().ListAsync(call.Caller, call.Page(), call.Stop), ManageFilter.Search("the name")),
        ManageEndpoint.Issues<TokenDraft, TokenIssued>(Create, (call, draft) => call.Service<ITokenAdmin>().CreateAsync(call.Caller, draft, call.Stop), issued => issued.Token.Id.ToString()),
        ManageEndpoint.Ends(Revoke, call => call.Service<ITokenAdmin>().RevokeAsync(call.Caller, call.Id(), call.Stop)),
    ];
}
