using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Deployments;
using Gantry.Contracts.Manage.Health;
using Gantry.Contracts.Manage.Upstreams;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Upstreams;

/// <summary>Who answers for the gateway, and how they do.</summary>
public sealed partial class UpstreamsPage
{
    private IReadOnlyList<UpstreamView> _upstreams = [];
    private IReadOnlyList<DeploymentView> _deployments = [];
    private IReadOnlyList<TargetView> _targets = [];
    private Versioned<UpstreamView>? _deleted;
    private string _search = "";

    [Inject]
    private IUpstreamAdmin Upstreams { get; set; } = null!;

    [Inject]
    private IDeploymentAdmin Deployments { get; set; } = null!;

    [Inject]
    private IHealthAdmin Health { get; set; } = null!;

    private UpstreamWords W => field ??= new UpstreamWords(Tongue);

    private List<UpstreamView> Found =>
    [
        .. _upstreams.Where(one => _search.Length == 0 || ((string?[])[one.Name, one.Provider, Presets.Of(one.Provider).Name, one.Address]).Any(text => text?.Contains(_search, StringComparison.OrdinalIgnoreCase) is true)),
    ];

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        _upstreams = await Parts.AllAsync(query => Upstreams.ListAsync(who, query, cancellation));
        _deployments = await Parts.AllAsync(query => Deployments.ListAsync(who, new DeploymentQuery { Limit = query.Limit, After = query.After }, cancellation));
        _targets = (await Health.GetAsync(who, cancellation)).Targets;
    }

    private int Served(string upstream) => _deployments.Where(one => one.Upstream == upstream).Select(one => one.Model).Distinct(StringComparer.Ordinal).Count();

    private List<string> Hanging(string upstream) => [.. _deployments.Where(one => one.Upstream == upstream).Select(one => W.InGroup(one.Model, one.Group))];

    private Task<bool> AskAsync(string name) => DoAsync(async (who, cancellation) => _deleted = await Upstreams.GetAsync(who, name, cancellation));

    private Task<bool> DeleteAsync() => DoAsync(async (who, cancellation) =>
    {
        var gone = _deleted!;
        await Upstreams.DeleteAsync(who, gone.Value.Name, gone.Tag, cancellation);
        _deleted = null;
        Shell.Say(W.Deleted(gone.Value.Name));
        await LoadAsync(who, cancellation);
        await Browser.FocusAsync("#add-upstream");
    });
}
