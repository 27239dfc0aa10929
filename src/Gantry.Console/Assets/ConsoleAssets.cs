using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Assets;

/// <summary>The console's few files. They lie inside of the assembly; their addresses carry their content's hash, so browsers may keep them for ever.</summary>
internal static partial class ConsoleAssets
{
    /// <summary>Where they are served.</summary>
    public const string Folder = "/console/assets/";

    public static readonly string Style = Address("console.css");
    public static readonly string Icon = Address("icon.svg");
    public static readonly string PageScript = Address("page.js");
    public static readonly string PasskeyScript = Address("passkeys.js");
    public static readonly string PricingScript = Address("pricing.js");

    /// <summary>All sheets of the folder <c>shell</c>, one after the other.</summary>
    public static readonly string ShellStyle = Address("shell.css");

    public static readonly string ShellScript = Address("shell.js");

    public static readonly string Playground = Address("play/playground.js");
    public static readonly string Simulator = Address("play/simulator.js");
    public static readonly string Studio = Address("play/studio.js");
    public static readonly string LogScript = Address("log.js");
    public static readonly string PricesScript = Address("prices.js");

    /// <summary>The framework's own: decision 0029 says where it comes from.</summary>
    public static readonly string BlazorScript = Address("blazor.web.js");

    private static readonly FrozenDictionary<string, (string Type, byte[] Content)> Files = new[] { "console.css", "icon.svg", "page.js", "passkeys.js", "pricing.js", "shell.css", "shell.js", "log.js", "prices.js", "blazor.web.js" }
        .Concat(typeof(ConsoleAssets).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("play/", StringComparison.Ordinal)))
        .ToFrozenDictionary(Address, name => (ContentType(name), Read(name)), StringComparer.Ordinal);

    /// <summary>Answers <c>GET /console/assets/{name}</c>.</summary>
    public static Task WriteAsync(HttpContext http)
    {
        if (!Files.TryGetValue(http.Request.Path.Value ?? "", out var file))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.ContentType = file.Type;
        http.Response.ContentLength = file.Content.Length;
        return http.Response.Body.WriteAsync(file.Content, http.RequestAborted).AsTask();
    }

    internal static string Address(string name) =>
        $"{Folder}{Path.GetFileNameWithoutExtension(name)}.{Convert.ToHexStringLower(SHA256.HashData(Read(name)))[..12]}{Path.GetExtension(name)}";

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };

    private static byte[] Read(string name) => name.StartsWith("play/", StringComparison.Ordinal) ? Linked(ReadOne(name)) : name != "shell.css"
        ? ReadOne(name)
        : [.. typeof(ConsoleAssets).Assembly.GetManifestResourceNames().Where(part => part.StartsWith("shell/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SelectMany(ReadOne)];

    // A module names its neighbours by their files; browsers find them by their hashes. Neighbours never import in a circle.
    private static byte[] Linked(byte[] module) =>
        Encoding.UTF8.GetBytes(Neighbour().Replace(Encoding.UTF8.GetString(module), found => $"from \"{Address("play/" + found.Groups["file"].Value)}\""));

    [GeneratedRegex(@"from ""\./(?<file>[\w-]+\.js)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Neighbour();

    private static byte[] ReadOne(string name)
    {
        using var source = typeof(ConsoleAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The console was built without {name}.");
        var content = new byte[source.Length];
        source.ReadExactly(content);
        return content;
    }
}
