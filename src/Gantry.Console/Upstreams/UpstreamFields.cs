using Gantry.Console.Shell;
using Gantry.Contracts.Manage.Upstreams;

namespace Gantry.Console.Upstreams;

/// <summary>An upstream as it is typed.</summary>
internal sealed class UpstreamFields : TypedFields
{
    public static readonly IReadOnlyList<string> Protocols = ["chat", "responses", "messages", "gemini", "converse"];

    private string? _shownProxy;

    public string Name { get; set; } = "";
    public string Address { get; set; } = "";
    public string Secret { get; set; } = "";
    public bool Private { get; set; }
    public IReadOnlyList<string> Speaks { get; set; } = [];
    public string Proxy { get; set; } = "";
    public string Host { get; set; } = "";
    public bool StreamUsage { get; set; } = true;

    /// <summary><c>true</c>, <c>false</c>, or empty for what its provider is known to do.</summary>
    public string StopsOnCancel { get; set; } = "";

    public Dictionary<string, string> Options { get; } = new(StringComparer.Ordinal);

    public static UpstreamFields Of(Preset preset, string name)
    {
        var fields = new UpstreamFields { Name = name, Address = preset.Address, Private = preset.IsLocal };
        foreach (var option in preset.Options) fields.Options[option.Name] = option.Filled;
        return fields;
    }

    public static UpstreamFields Of(UpstreamView view)
    {
        var fields = new UpstreamFields
        {
            Name = view.Name,
            Address = view.BaseUrl ?? "",
            Private = view.AllowPrivateNetwork,
            Speaks = view.Speaks,
            Proxy = view.Proxy ?? "",
            Host = view.Host ?? "",
            StreamUsage = view.StreamUsage,
            StopsOnCancel = view.StopsOnCancel is { } stops ? (stops ? "true" : "false") : "",
            _shownProxy = view.Proxy,
        };
        foreach (var option in Presets.Of(view.Provider).Options) fields.Options[option.Name] = "";
        foreach (var (name, value) in view.Options ?? new Dictionary<string, string>(StringComparer.Ordinal)) fields.Options[name] = value;
        return fields;
    }

    public UpstreamDraft Draft(Preset preset)
    {
        Forget();
        var terms = Over(new UpstreamTerms { Provider = preset.Provider });
        return new UpstreamDraft
        {
            Name = Name.Trim(),
            Provider = terms.Provider,
            BaseUrl = terms.BaseUrl,
            Speaks = terms.Speaks,
            AllowPrivateNetwork = terms.AllowPrivateNetwork,
            Proxy = terms.Proxy,
            Host = terms.Host,
            Options = terms.Options,
            StreamUsage = terms.StreamUsage,
            StopsOnCancel = terms.StopsOnCancel,
            ApiKeys = Filled(Secret) is { } secret ? [secret] : [],
        };
    }

    /// <summary>What is typed in the place of what is there; what has no field stays.</summary>
    public UpstreamTerms Over(UpstreamTerms terms)
    {
        Forget();
        var options = Options.Where(option => option.Value.Trim().Length > 0).ToDictionary(option => option.Key, option => option.Value.Trim(), StringComparer.Ordinal);
        return terms with
        {
            BaseUrl = Filled(Address),
            AllowPrivateNetwork = Private,
            Speaks = Speaks,
            // A password in it is not shown: what was not touched stays as it is.
            Proxy = _shownProxy is not null && Proxy == _shownProxy ? terms.Proxy : Filled(Proxy),
            Host = Filled(Host),
            Options = options.Count == 0 ? null : options,
            StreamUsage = StreamUsage,
            StopsOnCancel = StopsOnCancel switch { "true" => true, "false" => false, _ => null },
        };
    }

    protected override string? Place(string path) => path.Split('[', '.')[0] switch
    {
        "name" => "name",
        "base_url" or "allow_private_network" => "base_url",
        "api_keys" or "secret" => "api_keys",
        "speaks" => "speaks",
        "proxy" => "proxy",
        "host" => "host",
        "options" => "options",
        _ => null,
    };
}
