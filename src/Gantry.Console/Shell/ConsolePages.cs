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
        new(ConsolePaths.Connect, "M9 7V3M15 7V3M6 7h12v4a6 6 0 0 1-12 0zM12 17v4", words => words.Connect),
        new(ConsolePaths.Log, "M5 4h14v16H5zM8.5 8.5h7M8.5 12h7M8.5 15.5h4", words => words.Log),
        new(ConsolePaths.Wallet, "M4 7h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7zM4 7l11-3v3M16 13h1", words => words.Wallet),
        new(ConsolePaths.Teams, "M12 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6.5 20v-2.5a4 4 0 0 1 4-4h3a4 4 0 0 1 4 4V20M5 11a2.2 2.2 0 1 0 0-4.4M19 11a2.2 2.2 0 1 1 0-4.4M2 17.5c0-2 1-3.2 2.7-3.5M22 17.5c0-2-1-3.2-2.7-3.5", words => words.Teams),
        new(ConsolePaths.Pricing, "M4 4h8l8 8-8 8-8-8zM8 8h.01", words => words.Pricing),
        new(ConsolePaths.Playground, "M4 5h16v11h-9l-5 4v-4H4zM8 9h8M8 12h5", words => words.Playground),
        new(ConsolePaths.Images, "M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 4M15 9h1", words => words.Images),
        new(ConsolePaths.Status, "M3 12h4l3-8 4 16 3-8h4", words => words.Status),
        new(ConsolePaths.Account, "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-6 8-6s7 2 8 6", words => words.Account),
        new(ConsolePaths.Dashboard, "M4 20V10M10 20V4M16 20v-7M22 20H2", words => words.Dashboard, Administration: true),
        new(ConsolePaths.Upstreams, "M4 5h16v5H4zM4 14h16v5H4zM8 7.5h.01M8 16.5h.01M12 10v4", words => words.Upstreams, Administration: true),
        new(ConsolePaths.Models, "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9", words => words.Models, Administration: true),
        new(ConsolePaths.Prices, "M12 3v18M16.5 7.5C16 6 14.5 5.5 12 5.5c-2.5 0-4.5 1-4.5 3.2 0 4.6 9.5 2.2 9.5 6.6 0 2.2-2 3.2-5 3.2-2.7 0-4.3-.8-5-2.5", words => words.Prices, Administration: true),
        new(ConsolePaths.Groups, "M12 4l8 4-8 4-8-4zM4 12l8 4 8-4M4 16l8 4 8-4", words => words.Groups, Administration: true),
        new(ConsolePaths.Accounts, "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3.2 2.5 3.5 5.5", words => words.Accounts, Administration: true),
        new(ConsolePaths.Codes, "M3 7h18v4a2 2 0 0 0 0 4v3H3v-3a2 2 0 0 0 0-4zM14 7v2M14 12v2M14 16v2", words => words.Codes, Administration: true),
        new(ConsolePaths.Payments, "M3 6h18v12H3zM3 10h18M7 15h4", words => words.Payments, Administration: true),
        new(ConsolePaths.Announcements, "M4 10v4h3l7 5V5L7 10zM17 9.5a4 4 0 0 1 0 5", words => words.Notices, Administration: true),
        new(ConsolePaths.Explain, "M5 4v6a4 4 0 0 0 4 4h10M15 10l4 4-4 4M5 14v6", words => words.Explain, Administration: true),
        new(ConsolePaths.Simulator, "M9 3h6M10 3v6l-5 9a2 2 0 0 0 2 3h10a2 2 0 0 0 2-3l-5-9V3M8 15h8", words => words.Simulator, Administration: true),
        new(ConsolePaths.Audit, "M6 3h9l4 4v14H6zM14 3v5h5M9 12h6M9 16h6", words => words.AuditLog, Administration: true),
        new(ConsolePaths.Settings, "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z", words => words.Settings, Administration: true),
    ];

    /// <summary>Those with the layout of the shell; all others are plain forms.</summary>
    public static bool IsInteractive(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is { Type: var page } && IsInteractive(page);

    public static bool IsInteractive(Type page) => page.GetCustomAttributes(typeof(LayoutAttribute), inherit: true) is [LayoutAttribute { LayoutType: var layout }] && layout == typeof(ConsoleLayout);

    /// <summary>Whether a role may open an address; addresses that are neither in the navigation nor below it are for all.</summary>
    public static bool IsFor(string path, string role) =>
        role is "admin" or "owner" || !Navigation.Any(entry => entry.Administration && (path == entry.Path || path.StartsWith(entry.Path + "/", StringComparison.Ordinal)));
}
