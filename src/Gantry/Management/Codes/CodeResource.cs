using Gantry.Contracts.Manage.Codes;
using Gantry.Management.Http;

namespace Gantry.Management.Codes;

/// <summary>Redemption codes: to make one is to make money.</summary>
internal sealed class CodeResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("codes", "listCodes", ManageScopes.MoneyRead, "List redemption codes, newest first.");
    public static readonly ManageRoute Create = ManageRoute.Post("codes", "createCodes", ManageScopes.MoneyWrite, "code.create", "Make redemption codes; they are shown once.") with { StepUp = true };
    public static readonly ManageRoute Revoke = ManageRoute.Delete("codes/{id}", "revokeCode", ManageScopes.MoneyWrite, "code.revoke", "Take a redemption code out of use, for good.");

    public string Name => "codes";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(List, call => call.Service<ICodeAdmin>().ListAsync(call.Caller, call.Page(), call.Stop), ManageFilter.Search("the code")),
        ManageEndpoint.Acts<CodeDraft, CodesIssued>(Create, (call, draft) => call.Service<ICodeAdmin>().CreateAsync(call.Caller, draft, call.Stop)),
        ManageEndpoint.Ends(Revoke, call => call.Service<ICodeAdmin>().RevokeAsync(call.Caller, call.Id(), call.Stop)),
    ];
}
