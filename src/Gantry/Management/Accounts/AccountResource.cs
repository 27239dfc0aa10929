using Gantry.Contracts.Manage.Accounts;
using Gantry.Management.Http;

namespace Gantry.Management.Accounts;

/// <summary>Accounts.</summary>
internal sealed class AccountResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("accounts", "listAccounts", ManageScopes.AccountsRead, "List accounts.");
    public static readonly ManageRoute Get = ManageRoute.Get("accounts/{id}", "getAccount", ManageScopes.AccountsRead, "Show an account.");
    public static readonly ManageRoute Create = ManageRoute.Post("accounts", "createAccount", ManageScopes.AccountsWrite, "account.create", "Make an account with the role user.");
    public static readonly ManageRoute Edit = ManageRoute.Patch("accounts/{id}", "editAccount", ManageScopes.AccountsWrite, "account.edit", "Edit the caps, the time zone and the plan of an account.");

    public static readonly ManageRoute Role =
        ManageRoute.Post("accounts/{id}/role", "setAccountRole", ManageScopes.AccountsWrite, "account.role", "Change the role of an account.") with { StepUp = true };

    public static readonly ManageRoute Disable = ManageRoute.Post("accounts/{id}/disable", "disableAccount", ManageScopes.AccountsWrite, "account.disable", "Disable an account: its keys and tokens are refused.");
    public static readonly ManageRoute Enable = ManageRoute.Post("accounts/{id}/enable", "enableAccount", ManageScopes.AccountsWrite, "account.enable", "Enable an account again.");

    public string Name => "accounts";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(
            List,
            call => call.Service<IAccountAdmin>().ListAsync(call.Caller, call.FillPage(new AccountQuery { Role = call.Query("role"), Disabled = call.Flag("disabled") }), call.Stop),
            ManageFilter.Search("the address"),
            new("role", "Only of this role: owner, admin or user."),
            new("disabled", "Only disabled ones, or only those that are not.", "boolean")),
        ManageEndpoint.Gets(Get, call => call.Service<IAccountAdmin>().GetAsync(call.Caller, call.Id(), call.Stop)),
        ManageEndpoint.Creates<AccountDraft, AccountView>(Create, (call, draft) => call.Service<IAccountAdmin>().CreateAsync(call.Caller, draft, call.Stop), made => made.Id.ToString()),
        ManageEndpoint.Edits<AccountTerms, AccountView>(Edit, (call, change) => call.Service<IAccountAdmin>().EditAsync(call.Caller, call.Id(), change, call.Tag, call.Stop)),
        ManageEndpoint.Changes<RoleChange, AccountView>(Role, (call, change) => call.Service<IAccountAdmin>().SetRoleAsync(call.Caller, call.Id(), change, call.Tag, call.Stop)),
        ManageEndpoint.Changes(Disable, call => call.Service<IAccountAdmin>().DisableAsync(call.Caller, call.Id(), call.Tag, call.Stop)),
        ManageEndpoint.Changes(Enable, call => call.Service<IAccountAdmin>().EnableAsync(call.Caller, call.Id(), call.Tag, call.Stop)),
    ];
}
