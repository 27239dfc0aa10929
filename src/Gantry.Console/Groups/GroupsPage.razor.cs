using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Deployments;
using Gantry.Contracts.Manage.Groups;
using Gantry.Contracts.Manage.Me;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Groups;

/// <summary>What keys are assigned to.</summary>
public sealed partial class GroupsPage
{
    private IReadOnlyList<GroupView> _groups = [];
    private IReadOnlyList<string> _hanging = [];
    private Versioned<GroupView>? _deleted;
    private GroupFields _fields = new();
    private DateTimeOffset? _provedUntil;
    private Asked _asked;
    private bool _marked;
    private string _search = "";

    private enum Asked
    {
        Nothing,
        Form,
        Delete,
    }

    [Inject]
    private IGroupAdmin Groups { get; set; } = null!;

    [Inject]
    private IDeploymentAdmin Deployments { get; set; } = null!;

    [Inject]
    private IMe Me { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private GroupWords W => field ??= new GroupWords(Tongue);

    private List<GroupView> Found =>
    [
        .. _groups.Where(one => one.Name.Contains(_search, StringComparison.OrdinalIgnoreCase) || one.Description.Contains(_search, StringComparison.OrdinalIgnoreCase)),
    ];

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        _groups = await Parts.AllAsync(query => Groups.ListAsync(who, query, cancellation));
        _provedUntil = (await Me.GetAsync(who, cancellation)).ProvedUntil;
    }

    private void StartAdding() => (_fields, _marked, _asked, Refused) = (new GroupFields(), false, Asked.Form, null);

    private async Task SaveAsync()
    {
        var fields = _fields;
        if (fields.Read<GroupDraft>(W, Words.NotANumber) is not { } said)
        {
            Refused = new Refusal { Kind = RefusalKind.Invalid, Code = "invalid_request", Detail = Words.Check };
            return;
        }

        var name = fields.Name.Trim();
        var done = await DoAsync(async (who, cancellation) =>
        {
            await Groups.CreateAsync(who, said(new GroupDraft { Name = name }), cancellation);
            Shell.Say(W.Added(name));
        });
        if (done) Navigation.NavigateTo(GroupPage.Address(name));
        else _marked = Refused is not null && fields.Mark(Refused);
    }

    private async Task StartDeletingAsync(string name)
    {
        if (!await DoAsync(async (who, cancellation) =>
        {
            _deleted = await Groups.GetAsync(who, name, cancellation);
            _hanging = [.. (await Parts.AllAsync(query => Deployments.ListAsync(who, new DeploymentQuery { Limit = query.Limit, After = query.After, Group = name }, cancellation))).Select(one => W.At(one.Model, one.Upstream))];
        })) return;
        _asked = Asked.Delete;
    }

    private Task<bool> DeleteAsync() => DoAsync(async (who, cancellation) =>
    {
        await Groups.DeleteAsync(who, _deleted!.Value.Name, _deleted.Tag, cancellation);
        _asked = Asked.Nothing;
        Shell.Say(W.Deleted(_deleted.Value.Name));
        await LoadAsync(who, cancellation);
        await Browser.FocusAsync("#add-group");
    });

    private void Close() => (_asked, Refused) = (Asked.Nothing, null);
}
