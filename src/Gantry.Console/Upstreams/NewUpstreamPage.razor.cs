using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Me;
using Gantry.Contracts.Manage.Upstreams;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Upstreams;

/// <summary>An upstream is added: first the provider, then what it needs.</summary>
public sealed partial class NewUpstreamPage
{
    private IReadOnlyList<string> _taken = [];
    private UpstreamFields _fields = new();
    private Preset? _preset;
    private DateTimeOffset? _provedUntil;
    private bool _marked;

    [Inject]
    private IUpstreamAdmin Upstreams { get; set; } = null!;

    [Inject]
    private IMe Me { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "preset")]
    private string? Chosen { get; set; }

    private UpstreamWords W => field ??= new UpstreamWords(Tongue);

    private string Heading => _preset is null ? W.Add : W.NewTitle(_preset.Name);

    protected override async Task LoadAsync(IActor who, CancellationToken cancellation)
    {
        _taken = [.. (await Parts.AllAsync(query => Upstreams.ListAsync(who, query, cancellation))).Select(upstream => upstream.Name)];
        _provedUntil = (await Me.GetAsync(who, cancellation)).ProvedUntil;
        Take();
    }

    // From the cards to the form is one page.
    protected override void OnParametersSet()
    {
        if (Ready) Take();
    }

    private void Take()
    {
        var preset = Presets.Find(Chosen);
        if (preset == _preset) return;
        (_preset, _marked, Refused) = (preset, false, null);
        if (preset is not null) _fields = UpstreamFields.Of(preset, Presets.FreeName(preset, _taken));
    }

    private async Task SaveAsync()
    {
        if (_preset is not { } preset) return;
        var draft = _fields.Draft(preset);
        var done = await DoAsync(async (who, cancellation) =>
        {
            var made = await Upstreams.CreateAsync(who, draft, cancellation);
            Shell.Say(W.Added(made.Value.Name));
        });
        if (done) Navigation.NavigateTo(UpstreamPage.Address(draft.Name, guided: true));
        else _marked = Refused is not null && _fields.Mark(Refused);
    }
}
