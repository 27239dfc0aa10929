using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>Reads <c>sign_in</c> of <c>settings</c>.</summary>
internal static class SignInReader
{
    public static void Read(MapReader settings, ImmutableArray<SettingRow>.Builder rows, ImmutableArray<DeclaredSecret>.Builder secrets)
    {
        if (settings.Map("sign_in", "sign_in") is not { } map) return;
        var index = 0;
        foreach (var provider in map.Maps("providers", "sign-in provider"))
        {
            if (index == SignInTerms.Most) map.Error("providers", $"more than {SignInTerms.Most} sign-in providers");
            foreach (var member in SignInTerms.Plain) provider.ReadSetting(member[1..], SignInTerms.Of(index, member), rows);
            if (provider.Texts(SignInTerms.Scopes[1..]) is { Length: > 0 } scopes)
            {
                var row = new SettingRow { Name = SignInTerms.Of(index, SignInTerms.Scopes), Value = string.Join(' ', scopes) };
                provider.Context.Positions[(row.Key, "")] = provider.PlaceOf(SignInTerms.Scopes[1..]);
                rows.Add(row);
            }

            provider.ReadSecret(SignInTerms.Secret[1..], SignInTerms.Of(index, SignInTerms.Secret), secrets);
            provider.Done();
            index++;
        }

        map.Done();
    }
}
