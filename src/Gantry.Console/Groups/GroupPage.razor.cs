using Gantry.Console.Addresses;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Deployments;
using Gantry.Contracts.Manage.Groups;
using Gantry.Contracts.Manage.Me;
using Gantry.Contracts.Manage.Models;
using Gantry.Contracts.Manage.Upstreams;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Groups;

/// <summary>One group: its terms, and who serves which model in it.</summary>
public sealed partial class GroupPage
{
    private Versioned<GroupView>? _group;
    private Versioned<DeploymentView>? _deployment;
    private IReadOnlyList<DeploymentView> _deployments = [];
    private IReadOnlyList<string> _models = [];
    private IReadOnlyList<string> _upstreams = [];
    private GroupFields _fields = new();
    private DeploymentFields _typed = new();
    private DateTimeOffset? _provedUntil;
    private Asked _asked;
    private bool _marked;

    private enum Asked
    {
        Nothing,
        Form,
        Deployment,
        Remove,
    }

    [Inject]
    private IGroupAdmin Groups { get; set; } = null!;

    [Inject]
    private IDeploymentAdmin Deployments { get; set; } = null!;

    [Inject]
    private IModelAdmin Models { get; set; } = null!;

    [Inject]
    private IUpstreamAdmin Upstreams { get; set; } = null!;

    [Inject]
    private IMe Me { get; set; } = null!;

    /// <summary>Which one.</summary>
    [SupplyParameterFromQuery(Name = "name")]
    private string? Asking { get; set; }

    private string Name => Asking ?? "";

    private GroupWords W => field ??= new GroupWords(Tongue);

    /// <summary>Where a group is shown.</summary>
    public static string Address(string name) => $"{ConsolePaths.Group}?name={Uri.EscapeDataString(name)}";

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        await RefreshAsync(who, cancellation);
        _provedUntil = (await Me.GetAsync(who, cancellation)).ProvedUntil;
    }

    private async Task RefreshAsync(IActor who, CancellationToken cancellation)
    {
        _group = await Groups.GetAsync(who, Name, cancellation);
        var all = await Parts.AllAsync(query => Deployments.ListAsync(who, new DeploymentQuery { Limit = query.Limit, After = query.After, Group = Name }, cancellation));
        // As they are tried.
        _deployments = [.. all.OrderBy(one => one.Model, StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Priority).ThenByDescending(one => one.Weight).ThenBy(one => one.Upstream, StringComparer.Ordinal)];
    }

    private async Task StartEditingAsync()
    {
        if (!await DoAsync(RefreshAsync)) return;
        (_fields, _marked, _asked) = (GroupFields.Of(_group!.Value), false, Asked.Form);
    }

    private async Task SaveAsync()
    {
        var fields = _fields;
        if (fields.Read<GroupTerms>(W, Words.NotANumber) is not { } said)
        {
            Unread();
            return;
        }

        var done = await DoAsync(async (who, cancellation) =>
        {
            await Groups.EditAsync(who, Name, said, _group!.Tag, cancellation);
            await DoneAsync(W.Saved(Name), "#edit-group", who, cancellation);
        });
        if (!done) _marked = Refused is not null && fields.Mark(Refused);
    }

    private async Task StartAddingAsync()
    {
        if (!await DoAsync(async (who, cancellation) =>
        {
            _models = [.. (await Parts.AllAsync(query => Models.ListAsync(who, query, cancellation))).Select(model => model.Id)];
            _upstreams = [.. (await Parts.AllAsync(query => Upstreams.ListAsync(who, query, cancellation))).Select(upstream => upstream.Name)];
        })) return;
        (_deployment, _typed, _marked, _asked) = (null, new DeploymentFields { Upstream = _upstreams is [var only] ? only : "" }, false, Asked.Deployment);
    }

    private async Task StartEditingAsync(DeploymentView one)
    {
        if (!await DoAsync(async (who, cancellation) => _deployment = await Deployments.GetAsync(who, one.Id, cancellation))) return;
        (_typed, _marked, _asked) = (DeploymentFields.Of(_deployment!.Value), false, Asked.Deployment);
    }

    private async Task SaveDeploymentAsync()
    {
        var typed = _typed;
        if (typed.Read<DeploymentTerms>(Words.NotANumber) is not { } edit || typed.Read<DeploymentDraft>(Words.NotANumber) is not { } said)
        {
            Unread();
            return;
        }

        var done = await DoAsync(async (who, cancellation) =>
        {
            if (_deployment is { } there) await Deployments.EditAsync(who, there.Value.Id, edit, there.Tag, cancellation);
            else await Deployments.CreateAsync(who, said(new DeploymentDraft { Group = Name, Model = typed.Model, Upstream = typed.Upstream, UpstreamModel = typed.UpstreamModel.Trim() is { Length: > 0 } name ? name : null }), cancellation);
            await DoneAsync(W.Saved(W.At(typed.Model, typed.Upstream)), "#add-deployment", who, cancellation);
        });
        if (!done) _marked = Refused is not null && typed.Mark(Refused);
    }

    private async Task StartRemovingAsync(DeploymentView one)
    {
        if (await DoAsync(async (who, cancellation) => _deployment = await Deployments.GetAsync(who, one.Id, cancellation))) _asked = Asked.Remove;
    }

    private Task<bool> RemoveAsync() => DoAsync(async (who, cancellation) =>
    {
        var gone = _deployment!;
        await Deployments.DeleteAsync(who, gone.Value.Id, gone.Tag, cancellation);
        await DoneAsync(W.Removed(W.At(gone.Value.Model, gone.Value.Upstream)), "#add-deployment", who, cancellation);
    });

    private async Task DoneAsync(string said, string focus, IActor who, CancellationToken cancellation)
    {
        await RefreshAsync(who, cancellation);
        _asked = Asked.Nothing;
        Shell.Say(said);
        await Browser.FocusAsync(focus);
    }

    private void Unread() => (Refused, _marked) = (new Refusal { Kind = RefusalKind.Invalid, Code = "invalid_request", Detail = Words.Check }, true);

    private void Close() => (_asked, Refused) = (Asked.Nothing, null);
}
