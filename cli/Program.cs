Console.WriteLine("noderr");
