using Gantry.Cli.ClientFiles;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gantry.Cli.Config.Merge;

/// <summary>Puts the top of one YAML document into another: lines that are not there are added, an item of a list by its name.</summary>
/// <remarks>Only what is written in blocks, line below line, can be added to. Other forms are refused: a person does them better.</remarks>
internal static class YamlMerge
{
    /// <param name="text">YAML.</param>
    /// <param name="addition">YAML in blocks.</param>
    /// <param name="kept">Names at the top whose values stay as they are where they are there.</param>
    /// <exception cref="TextFaultException">The text is no YAML, or in a form that is not added to.</exception>
    public static string Apply(string text, string addition, IReadOnlyCollection<string> kept)
    {
        var lineBreak = TextLines.Break(text);
        addition = TextLines.With(addition, "\n");
        if (Root(text) is not { } root) return (text.Trim().Length > 0 ? text.TrimEnd() + lineBreak : "") + TextLines.With(addition, lineBreak) + lineBreak;
        var edits = new List<TextEdit>();
        Merge(text, root, addition, Root(addition)!, kept, edits);
        return TextEdit.Apply(text, edits.Select(edit => edit with { Text = TextLines.With(edit.Text, lineBreak) }));
    }

    private static void Merge(string text, YamlMappingNode here, string addition, YamlMappingNode wanted, IReadOnlyCollection<string> kept, List<TextEdit> edits)
    {
        var missing = new List<TextEdit>();
        foreach (var (key, value) in wanted.Children)
        {
            var name = ((YamlScalarNode)key).Value!;
            var (known, there) = here.Children.FirstOrDefault(child => child.Key is YamlScalarNode scalar && scalar.Value == name);
            if (there is null) missing.Add(Behind(text, here, Block(addition, key, value, Column(here.Children.First().Key))));
            else if (kept.Contains(name)) continue;
            else if (value is YamlMappingNode map && there is YamlMappingNode { Style: not YamlDotNet.Core.Events.MappingStyle.Flow, Children.Count: > 0 } inner) Merge(text, inner, addition, map, [], edits);
            else if (value is YamlSequenceNode items) Items(text, known, there, addition, items, edits);
            else if (value is not YamlScalarNode || there is not YamlScalarNode { Style: not (ScalarStyle.Literal or ScalarStyle.Folded) }) throw Form(text, known, name);
            else if (!value.Equals(there)) edits.Add(new TextEdit(Start(there), End(text, there) - Start(there), addition[Start(value)..End(addition, value)]));
        }

        // What goes into the last of the values ends where what comes behind all of them begins: it has to be first.
        edits.AddRange(missing);
    }

    private static void Items(string text, YamlNode key, YamlNode there, string addition, YamlSequenceNode wanted, List<TextEdit> edits)
    {
        var empty = there is YamlScalarNode { Value: "" or null or "null" or "~" } or YamlSequenceNode { Children.Count: 0 };
        if (!empty && there is not YamlSequenceNode { Style: not YamlDotNet.Core.Events.SequenceStyle.Flow }) throw Form(text, key, ((YamlScalarNode)key).Value!);
        var list = there as YamlSequenceNode;
        foreach (var item in wanted.Children)
        {
            // The dash stands two columns before what it begins.
            var column = empty ? Column(key) + 2 : Dash(text, list!.Children[0]);
            var block = "- " + Block(addition, item, item, column + 2);
            var same = list?.Children.FirstOrDefault(one => Name(one) is { } name && name == Name(item));
            if (same is not null && same.Equals(item)) continue;
            if (same is not null) edits.Add(new TextEdit(Start(same), End(text, same) - Start(same), block[2..]));
            else if (!empty) edits.Add(Behind(text, list!.Children[^1], new string(' ', column) + block));
            else edits.Add(new TextEdit(AfterColon(text, key), End(text, there) < Start(there) ? 0 : Math.Max(0, End(text, there) - AfterColon(text, key)), $"\n{new string(' ', column)}{block}"));
        }
    }

    private static YamlMappingNode? Root(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 0) return null;
            if (stream.Documents.Count > 1) throw new TextFaultException("it holds several documents", text, Start(stream.Documents[1].RootNode));
            return stream.Documents[0].RootNode switch
            {
                YamlMappingNode { Style: not YamlDotNet.Core.Events.MappingStyle.Flow, Children.Count: > 0 } root => root,
                YamlScalarNode { Value: null or "" } => null,
                var other => throw new TextFaultException("it holds something else than names with values, line below line", text, Start(other)),
            };
        }
        catch (YamlException broken)
        {
            throw new TextFaultException("it is no YAML", text, (int)Math.Min(broken.Start.Index, text.Length));
        }
    }

    /// <summary>A key with its value, or an item, moved to another column.</summary>
    private static string Block(string addition, YamlNode from, YamlNode to, int column)
    {
        var (was, first) = (Column(from), true);
        var lines = addition[Start(from)..End(addition, to)].Split('\n');
        return string.Join('\n', lines.Select(line =>
        {
            var moved = first ? line : line.Trim().Length == 0 ? "" : new string(' ', column) + line[Math.Min(was, line.Length)..];
            first = false;
            return moved;
        }));
    }

    private static TextEdit Behind(string text, YamlNode node, string block)
    {
        var indent = node is YamlMappingNode map && !block.TrimStart().StartsWith("- ", StringComparison.Ordinal) ? new string(' ', Column(map.Children.First().Key)) : "";
        return new TextEdit(TextLines.End(text, End(text, node)), 0, "\n" + indent + block);
    }

    private static int AfterColon(string text, YamlNode key) => text.IndexOf(':', End(text, key)) + 1;

    private static int Dash(string text, YamlNode item) => text.LastIndexOf('-', Start(item) - 1) is var dash ? dash - TextLines.Start(text, dash) : 0;

    private static string? Name(YamlNode item) =>
        item is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode("name"), out var name) ? (name as YamlScalarNode)?.Value : null;

    private static int Column(YamlNode node) => (int)node.Start.Column - 1;

    private static int Start(YamlNode node) => (int)node.Start.Index;

    /// <summary>Behind the last thing in it: the reader's own end of a block lies where the next one begins.</summary>
    private static int End(string text, YamlNode node)
    {
        var end = node switch
        {
            YamlMappingNode { Style: not YamlDotNet.Core.Events.MappingStyle.Flow, Children.Count: > 0 } map => End(text, map.Children.Last().Value is { } value && End(text, value) > Start(map.Children.Last().Key) ? value : map.Children.Last().Key),
            YamlSequenceNode { Style: not YamlDotNet.Core.Events.SequenceStyle.Flow, Children.Count: > 0 } list => End(text, list.Children[^1]),
            YamlMappingNode map => Close(text, map.Children.Count > 0 ? Math.Max(End(text, map.Children.Last().Key), End(text, map.Children.Last().Value)) : Start(map) + 1, '}'),
            YamlSequenceNode list => Close(text, list.Children.Count > 0 ? End(text, list.Children[^1]) : Start(list) + 1, ']'),
            _ => (int)Math.Min(node.End.Index, text.Length),
        };
        while (end > 0 && char.IsWhiteSpace(text[end - 1])) end--;
        return end;
    }

    /// <summary>Behind the bracket that closes: the reader ends such a value where it begins.</summary>
    private static int Close(string text, int at, char bracket)
    {
        while (at < text.Length && text[at] != bracket) at = text[at] == '#' ? TextLines.End(text, at) : at + 1;
        return Math.Min(at + 1, text.Length);
    }

    private static TextFaultException Form(string text, YamlNode at, string name) => new($"'{name}' is there in a form that is not added to by itself", text, Start(at));
}
