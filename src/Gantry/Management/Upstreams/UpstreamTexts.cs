using Gantry.Catalog;
using Gantry.Contracts.Manage.Upstreams;
using Gantry.Management.Rows;

namespace Gantry.Management.Upstreams;

/// <summary>An upstream in the words of the API.</summary>
internal static class UpstreamTexts
{
    /// <summary>Stands for user and password of a proxy.</summary>
    public const string Mask = "…";

    public static UpstreamTerms Terms(UpstreamRow row) => Fill(row, new UpstreamTerms());

    public static UpstreamView View(UpstreamRow row, CatalogRows rows) => Fill(row, new UpstreamView
    {
        Name = row.Name,
        Address = row.BaseUrl ?? ProviderKind.Find(row.Provider)?.AddressOf(row.ReadOptions()),
        Spoken = RowTexts.Words(row.Speaks.IsEmpty ? ProviderKind.Find(row.Provider)?.Speaks ?? [] : row.Speaks),
        Credentials = [.. rows.Credentials.Where(c => c.Upstream == row.Name).OrderBy(c => c.Position).Select(c => new CredentialView(c.Id, c.Display, EnumWords.Of(c.ManagedBy), c.Disabled))],
        ManagedBy = EnumWords.Of(row.ManagedBy),
    }) with
    {
        Proxy = row.ProxySealed.IsEmpty ? row.Proxy : ProxyLogin.Join(row.Proxy!, Mask),
    };

    private static T Fill<T>(UpstreamRow row, T terms)
        where T : UpstreamTerms
    {
        var options = row.ReadOptions();
        return terms with
        {
            Provider = row.Provider,
            BaseUrl = row.BaseUrl,
            Speaks = RowTexts.Words(row.Speaks),
            AllowPrivateNetwork = row.AllowPrivateNetwork,
            Proxy = row.Proxy,
            Host = row.Host,
            Options = options.IsEmpty ? null : options.Names.ToDictionary(name => name, name => options[name] ?? ""),
            StreamUsage = row.StreamUsage,
            StopsOnCancel = row.StopsOnCancel,
            Disabled = row.Disabled,
            Traits = RowTexts.Traits(row.Traits),
        };
    }
}
