namespace Gantry.Catalog.Rules;

/// <summary>A service that vouches for people has a name of its own and all that its kind needs.</summary>
internal sealed class SignInRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        var rows = catalog.Rows;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var setting in rows.Settings.Where(s => s.Name.StartsWith(SignInTerms.Prefix, StringComparison.Ordinal)))
        {
            var provider = SignInTerms.Provider(setting.Name);
            var allowPrivate = provider is { } of && rows.Setting(SignInTerms.Of(of.Index, SignInTerms.AllowPrivateNetwork)) == "true";
            if (SignInTerms.Refuse(setting.Name, setting.Value, allowPrivate) is { } reason) yield return new CatalogProblem(setting.Key, "", reason);
            else if (provider is (_, SignInTerms.Name) && !names.Add(setting.Value)) yield return new CatalogProblem(setting.Key, "", $"the name {setting.Value} is given twice");
        }

        var indices = rows.Settings.Select(s => s.Name).Concat(rows.Secrets.Select(s => s.Name)).Select(SignInTerms.Provider).OfType<(int Index, string)>().Select(p => p.Index);
        foreach (var index in indices.Distinct().Order())
        {
            foreach (var missing in Needed(rows.Setting(SignInTerms.Of(index, SignInTerms.Kind))).Where(member => rows.Setting(SignInTerms.Of(index, member)) is null))
                yield return new CatalogProblem(SettingRow.KeyOf(SignInTerms.Of(index, missing)), "", $"a sign-in provider of this kind needs {missing[1..]}");
        }
    }

    private static string[] Needed(string? kind) => kind switch
    {
        "oidc" => [SignInTerms.Name, SignInTerms.ClientId, SignInTerms.Authority],
        "oauth2" => [SignInTerms.Name, SignInTerms.ClientId, SignInTerms.AuthorizationEndpoint, SignInTerms.TokenEndpoint, SignInTerms.UserinfoEndpoint],
        _ => [SignInTerms.Name, SignInTerms.ClientId, SignInTerms.Kind],
    };
}
