using Gantry.Console.Addresses;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Shell;

/// <summary>The pages that are in the navigation, in its order, and which pages are interactive.</summary>
internal static class ConsolePages
{
    public static readonly IReadOnlyList<NavEntry> Navigation =
    [
        new(ConsolePaths.Home, "M4 13h6V4H4zM14 20h6V11h-6zM4 20h6v-3H4zM14 7h6V4h-6z", words => words.Overview),
        new(ConsolePaths.Keys, "M8 20a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM11 13l9-9M16 8l3 3M13 11l2 2", words => words.Keys),
    ];

    /// <summary>Those with the layout of the shell; all others are plain forms.</summary>
    public static bool IsInteractive(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is { Type: var page } && IsInteractive(page);

    public static bool IsInteractive(Type page) => page.GetCustomAttributes(typeof(LayoutAttribute), inherit: true) is [LayoutAttribute { LayoutType: var layout }] && layout == typeof(ConsoleLayout);

    /// <summary>Whether a role may open an address; addresses outside of the navigation are for all.</summary>
    public static bool IsFor(string path, string role) => Navigation.All(entry => entry.Path != path || !entry.Administration || role is "admin" or "owner");
}
