return await Gantry.Cli.GantryCommand.RunAsync(args, Console.Out, Console.Error);
